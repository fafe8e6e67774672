import type { LogView } from '@trainyard/backstage-plugin-ml-training-react';
import { Button, Flex, Text } from '@backstage/ui';
import { memo, useSyncExternalStore } from 'react';
import styles from './logs.module.css';
import type { LinePlace, PlaceInView } from './placeInView';

type LogPlaceBarProps = Pick<LogView, 'moreEarlier' | 'moreLater' | 'busy'> & {
  readonly inView: PlaceInView;
  readonly onEarlier: () => void;
  readonly onLater: () => void;
  readonly onLink: (place: LinePlace) => void;
};

/** Where one reads, and what of it the keyboard can do without a wheel. */
export const LogPlaceBar = memo(
  ({
    inView,
    moreEarlier,
    moreLater,
    busy,
    onEarlier,
    onLater,
    onLink,
  }: LogPlaceBarProps) => (
    <div className={styles.place}>
      <PlaceText inView={inView} />
      <Flex gap="2">
        <Button
          size="small"
          variant="tertiary"
          isDisabled={!moreEarlier}
          onPress={onEarlier}
        >
          {busy === 'earlier' ? 'Loading …' : 'Load earlier lines'}
        </Button>
        <Button
          size="small"
          variant="tertiary"
          isDisabled={!moreLater}
          onPress={onLater}
        >
          {busy === 'later' ? 'Loading …' : 'Load later lines'}
        </Button>
        <Button
          size="small"
          variant="tertiary"
          onPress={() => onLink(inView.now())}
        >
          Link to this place
        </Button>
      </Flex>
    </div>
  ),
);

function PlaceText({ inView }: { readonly inView: PlaceInView }) {
  const { step, byte } = useSyncExternalStore(inView.subscribe, inView.now);
  return (
    <Text color="secondary">
      {step}, from byte {byte.toLocaleString('en')}
    </Text>
  );
}
