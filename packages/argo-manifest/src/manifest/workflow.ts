import type { Json } from '@trainyard/backstage-plugin-ml-training-common';

/**
 * What we write of Argo's Workflow (v3.7): plain JSON, named as Argo names it. What
 * an operator hands through (affinity, tolerations) is whatever Kubernetes takes.
 */
export interface Workflow {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'Workflow';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly entrypoint: string;
    readonly onExit: string;
    readonly templates: readonly Template[];
    readonly [field: string]: unknown;
  };
}

export interface Template {
  readonly name: string;
  readonly dag?: { readonly tasks: readonly Task[] };
  readonly steps?: readonly (readonly Task[])[];
  readonly container?: Container;
  readonly initContainers?: readonly Container[];
  readonly podSpecPatch?: string;
  readonly [field: string]: unknown;
}

export interface Task {
  readonly name: string;
  readonly template: string;
  readonly depends?: string;
  readonly when?: string;
  readonly arguments?: { readonly parameters: readonly Parameter[] };
}

export interface Parameter {
  readonly name: string;
  readonly value: string;
}

export interface Container {
  readonly name?: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly Variable[];
  readonly [field: string]: unknown;
}

export type Variable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly valueFrom: Json };
