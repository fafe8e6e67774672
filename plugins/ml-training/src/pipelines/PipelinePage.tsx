import {
  DEFAULT_NAMESPACE,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ErrorPanel,
  PipelineHealth,
  useAnswer,
} from '@trainyard/backstage-plugin-ml-training-react';
import {
  Container,
  Flex,
  Skeleton,
  Tab,
  TabList,
  TabPanel,
  Tabs,
} from '@backstage/ui';
import { useParams, useSearchParams } from 'react-router-dom';
import { PipelineHeader } from './PipelineHeader';
import { PipelineSource } from './PipelineSource';

/** Is it healthy, and how is it run? The open tab is in the address. */
export function PipelinePage() {
  const { namespace = DEFAULT_NAMESPACE, name = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const pipeline = useAnswer('showPipeline', { namespace, name });
  if (pipeline.status === 'failed') {
    return (
      <Container py="4">
        <ErrorPanel error={pipeline.error} retry={pipeline.refresh} />
      </Container>
    );
  }
  const entity = stringifyEntityRef({ kind: 'component', namespace, name });
  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        {pipeline.status === 'loading' ? (
          <HeaderSkeleton />
        ) : (
          <PipelineHeader pipeline={pipeline.answer} />
        )}
        <Tabs
          selectedKey={
            search.get('tab') === 'specification' ? 'specification' : 'health'
          }
          onSelectionChange={tab =>
            setSearch(tab === 'health' ? {} : { tab: String(tab) }, {
              replace: true,
            })
          }
        >
          <TabList aria-label="About this pipeline">
            <Tab id="health">Health</Tab>
            <Tab id="specification">Specification</Tab>
          </TabList>
          <TabPanel id="health">
            <PipelineHealth entity={entity} />
          </TabPanel>
          <TabPanel id="specification">
            <PipelineSource namespace={namespace} name={name} />
          </TabPanel>
        </Tabs>
      </Flex>
    </Container>
  );
}

/** As high as a header with a description. */
function HeaderSkeleton() {
  return (
    <Flex
      direction="column"
      gap="2"
      aria-busy
      aria-label="Loading"
      role="status"
    >
      <Skeleton width="30%" height={28} />
      <Skeleton width="60%" height={20} />
      <Skeleton width="45%" height={20} />
    </Flex>
  );
}
