import {
  completionsAt,
  type RunFacets,
} from '@trainyard/backstage-plugin-ml-training-common';
import { Combobox, ComboboxItem } from '@backstage/ui';
import { memo, useEffect, useId, useState } from 'react';
import { ExpressionMistake, type Mistake } from './ExpressionMistake';
import styles from './runsPage.module.css';

/** One expression over metrics and parameters, with completion; a mistake shows its place. */
export const ExpressionField = memo(
  ({
    value,
    onChange,
    facets,
    mistake,
  }: {
    readonly value: string;
    /** Called when the reader has finished: Enter, or leaving the field. */
    readonly onChange: (where: string) => void;
    readonly facets: Pick<RunFacets, 'metrics' | 'params'>;
    readonly mistake: Mistake | undefined;
  }) => {
    const [text, setText] = useState(value);
    const [caret, setCaret] = useState(value.length);
    useEffect(() => setText(value), [value]);
    const commit = () => {
      if (text.trim() !== value) onChange(text.trim());
    };
    const id = useId();
    return (
      <div
        className={styles.expression}
        onSelect={({ target }) => {
          if (target instanceof HTMLInputElement) {
            setCaret(target.selectionStart ?? target.value.length);
          }
        }}
        // Enter on an offered word takes that word; else it means that the expression is written.
        onKeyDownCapture={({ key, target }) => {
          const offered =
            target instanceof Element &&
            target.getAttribute('aria-activedescendant');
          if (key === 'Enter' && !offered) commit();
        }}
      >
        <Combobox
          label="Where"
          placeholder="metrics.auc > 0.7 and params.num_trees >= 400"
          aria-describedby={mistake && id}
          isInvalid={mistake !== undefined}
          allowsCustomValue
          menuTrigger="input"
          items={offers(text, Math.min(caret, text.length), facets)}
          search={{ mode: 'server', inputValue: text, onInputChange: setText }}
          value={null}
          onChange={whole => whole !== null && setText(String(whole))}
          onBlur={commit}
        >
          {offer => (
            <ComboboxItem id={offer.id} textValue={offer.id}>
              {offer.word}
            </ComboboxItem>
          )}
        </Combobox>
        {mistake && <ExpressionMistake id={id} mistake={mistake} />}
      </div>
    );
  },
);

/** The field takes a choice as its whole text: so each offer is the whole text with its word. */
function offers(
  text: string,
  caret: number,
  facets: Pick<RunFacets, 'metrics' | 'params'>,
): { readonly id: string; readonly word: string }[] {
  const { from, to, options } = completionsAt(text, caret, facets);
  return options
    .filter(option => option.text !== text.slice(from, to))
    .map(({ text: word }) => ({
      id: `${text.slice(0, from)}${word}${text.slice(to) || ' '}`,
      word,
    }));
}
