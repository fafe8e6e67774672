import {
  answer,
  type Answer,
} from '@trainyard/backstage-plugin-ml-training-common';

export type Question = Answer['question'];
export const QUESTIONS: readonly Question[] = answer.shape.question.options;

export const QUESTION_WORDS: Readonly<Record<Question, string>> = {
  dataset: 'Which dataset?',
  features: 'Which features?',
  labels: 'Which labels?',
  'negative sampling': 'Which negative sampling?',
  commit: 'Which commit?',
  image: 'Which image or environment?',
  seeds: 'Which seeds?',
  hyperparameters: 'Which hyperparameters?',
  metrics: 'Which metrics?',
  promotion: 'Why was it promoted?',
  reproduction: 'Can it be trained again?',
  predecessor: 'What differs from the one before?',
};
