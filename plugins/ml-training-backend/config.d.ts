export interface Config {
  mlTraining: {
    /** Where everything that runs seal is kept. */
    store: {
      /** A folder of a local disk that every portal process sees. */
      kind: 'folder';
      /**
       * Absolute, or relative to the folder in which the portal is started. The
       * namespace `default` has its root here, each other one in
       * `namespaces/<name>` below.
       */
      path: string;
    };
    sources?: {
      /**
       * Folders on this host whose pipelines may be read by entities that were
       * registered by `file:`. Whoever may register such an entity runs commands
       * of these folders: without this, none may. Links that lead out of them are
       * refused.
       */
      allowedFolders?: string[];
    };
    submit?: {
      /**
       * Runs that one person or service may start in a minute; beyond, the answer
       * is 429 with the seconds to wait. 30 unless said.
       */
      perMinute?: number;
    };
    engines?: {
      /** Which engine runs what does not name one. The first that was installed unless said. */
      default?: string;
    };
    reconciler?: {
      /**
       * Milliseconds between looks at what runs. Shorter shows changes sooner and
       * reads the store more often. 400 unless said.
       */
      tickMilliseconds?: number;
    };
    catalog?: {
      /** Newest runs of each pipeline that become entities, beside those that are going on and those of models. 10 unless said. */
      runsPerPipeline?: number;
    };
  };
}
