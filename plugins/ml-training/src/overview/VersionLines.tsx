import type { ModelVersion } from '@trainyard/backstage-plugin-ml-training-common';
import {
  EntityLink,
  MaybeLink,
  RunHeadline,
  StageBadge,
  useTrainingLinks,
  When,
} from '@trainyard/backstage-plugin-ml-training-react';
import styles from './overview.module.css';

/** Model versions with their headline and the run that made each. */
export function VersionLines({
  label,
  versions,
}: {
  readonly label: string;
  readonly versions: readonly ModelVersion[];
}) {
  const links = useTrainingLinks();
  return (
    <ul className={styles.lines} aria-label={label}>
      {versions.map(version => {
        const { namespace, name, run } = version;
        return (
          <li
            key={`${namespace}/${name}/${version.version}`}
            className={styles.line}
          >
            <span className={styles.state}>
              <StageBadge stage={version.stage} />
            </span>
            <span className={styles.name}>
              <MaybeLink href={links.model(namespace, name)}>
                {`${name} version ${version.version}`}
              </MaybeLink>
            </span>
            <span className={styles.words}>
              {'from '}
              <MaybeLink href={links.run(run)}>{run}</MaybeLink>
            </span>
            <span className={styles.figures}>
              <RunHeadline headline={version.headline} />
            </span>
            <span className={styles.owner}>
              <EntityLink entity={version.owner} />
              {', '}
              <When at={version.registeredAt} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
