import type {
  Answer,
  RunDetail,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  DigestText,
  FactTable,
  ProblemList,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Flex, Text } from '@backstage/ui';
import styles from '../run.module.css';
import { AnswerLink } from './AnswerLink';
import { Outcome } from './Outcome';
import { QUESTIONS, QUESTION_WORDS } from './questions';

/** The twelve questions that every model must answer; what was not recorded shows as a gap. */
export function SummaryTab({ run }: { readonly run: RunDetail }) {
  const answers = QUESTIONS.map(
    question =>
      run.answers.find(answer => answer.question === question) ?? {
        question,
        value: null,
        digest: null,
        note: null,
      },
  );
  const gaps = answers.filter(({ value }) => value === null).length;
  return (
    <Flex direction="column" gap="4">
      <Outcome run={run} />
      <Text color="secondary">
        {gaps === 0
          ? `All ${answers.length} questions are answered.`
          : `${answers.length - gaps} of ${answers.length} questions are answered.`}
      </Text>
      <FactTable<Answer>
        keyOf={({ question }) => question}
        rows={answers}
        columns={[
          {
            heading: 'Question',
            value: ({ question }) => QUESTION_WORDS[question],
          },
          { heading: 'Answer', value: answer => <AnswerValue of={answer} /> },
          {
            heading: 'Digest',
            value: ({ digest, question }) =>
              digest && <DigestText digest={digest} of={question} />,
          },
          {
            heading: 'More',
            value: answer => <AnswerLink run={run} answer={answer} />,
          },
        ]}
      />
      {run.warnings.length > 0 && (
        <Flex direction="column" gap="2">
          <Text variant="title-x-small" as="h3">
            Warnings of the specification
          </Text>
          <ProblemList problems={run.warnings} />
        </Flex>
      )}
    </Flex>
  );
}

function AnswerValue({ of: { value, note } }: { readonly of: Answer }) {
  return (
    <Flex direction="column">
      {value === null ? (
        <span className={styles.gap}>Not recorded</span>
      ) : (
        <span>{value}</span>
      )}
      {note !== null && (
        <Text variant="body-small" color="secondary">
          {note}
        </Text>
      )}
    </Flex>
  );
}
