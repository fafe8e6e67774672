import type { RunFacets } from '@trainyard/backstage-plugin-ml-training-common';
import {
  Button,
  Flex,
  Select,
  Tag,
  TagGroup,
  ToggleButton,
} from '@backstage/ui';
import { memo, useState } from 'react';
import { DayField } from './DayField';
import { FILTER_WORDS, filterOptions, optionText } from './filterWords';
import {
  isFiltered,
  RUN_FILTERS,
  type RunFilter,
  type RunsAddress,
} from './runsAddress';
import styles from './runsPage.module.css';

/** What most readers narrow by; the others show when they are wanted or in use. */
const FIRST: readonly RunFilter[] = ['state', 'pipeline', 'owner'];

/** What narrows the list: a select for each, and chips for what is chosen. */
export const RunFilters = memo(
  ({
    address,
    facets,
    onChange,
    onClear,
  }: {
    readonly address: RunsAddress;
    /** Undefined until the service has said what there is. */
    readonly facets: RunFacets | undefined;
    readonly onChange: (
      changes: Readonly<Record<string, string | readonly string[]>>,
    ) => void;
    readonly onClear: () => void;
  }) => {
    const [all, setAll] = useState(false);
    const options = filterOptions(facets);
    const { filters, from, to } = address;
    const chips = RUN_FILTERS.flatMap(name =>
      filters[name].map(value => ({
        id: `${name}:${value}`,
        name,
        value,
        label: `${FILTER_WORDS[name]}: ${optionText(options[name], value)}`,
      })),
    );
    return (
      <Flex direction="column" gap="3">
        <div className={styles.filters} role="group" aria-label="Filters">
          {RUN_FILTERS.filter(
            name => FIRST.includes(name) || all || filters[name].length > 0,
          ).map(name => (
            <Select
              key={name}
              className={styles.filter}
              selectionMode="multiple"
              label={FILTER_WORDS[name]}
              placeholder="Any"
              search={options[name].length > 8 ? true : undefined}
              options={options[name]}
              value={[...filters[name]]}
              onChange={values => onChange({ [name]: values.map(String) })}
            />
          ))}
          <DayField
            label="From day (UTC)"
            value={from}
            onChange={day => onChange({ from: day })}
          />
          <DayField
            label="To day (UTC)"
            value={to}
            onChange={day => onChange({ to: day })}
          />
          <ToggleButton isSelected={all} onChange={setAll}>
            More filters
          </ToggleButton>
        </div>
        {isFiltered(address) && (
          <Flex align="center" gap="2" className={styles.chips}>
            {chips.length > 0 && (
              <TagGroup
                aria-label="Chosen filters"
                items={chips}
                onRemove={removed => {
                  for (const { id, name, value } of chips) {
                    if (removed.has(id)) {
                      onChange({
                        [name]: filters[name].filter(other => other !== value),
                      });
                    }
                  }
                }}
              >
                {({ id, label }) => <Tag id={id}>{label}</Tag>}
              </TagGroup>
            )}
            <Button size="small" variant="tertiary" onPress={onClear}>
              Clear all filters
            </Button>
          </Flex>
        )}
      </Flex>
    );
  },
);
