export interface Config {
  mlTraining?: {
    engines?: {
      /** The embedded engine: runs pipelines as processes of the portal's own host. */
      local?: {
        /**
         * On only where this is true: whoever may register a pipeline runs commands
         * as the portal's user there. For development and small teams.
         */
        enabled?: boolean;
        /** Absolute folder of launches. Default: `engine` in the folder of the store. */
        folder?: string;
        /** Absolute path of another trainyard.mjs than that of the installed @trainyard/cli. */
        program?: string;
        /** Runs that are executed at the same time; the others wait. Default: 1. */
        concurrency?: number;
        /**
         * Environment variables of the portal that every run finds, such as a proxy's.
         * Default: none but PATH, HOME, TMPDIR, LANG and XDG_CACHE_HOME.
         */
        passEnvironment?: string[];
        /**
         * Names of environment variables of the portal that pipelines may name as
         * secrets. A pipeline that names another one is refused. Default: none.
         */
        secrets?: string[];
        /**
         * Seconds between the request to stop and the end by force. A command has 5 of
         * them: with fewer, a run that is stopped leaves no record of its end. Default: 10.
         */
        graceSeconds?: number;
        /** Days for which the launch of an ended run is kept. Default: 7. */
        keepDays?: number;
      };
    };
  };
}
