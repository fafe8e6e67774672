/** A pipeline as its Component in the catalog describes it. */
export interface CatalogPipeline {
  /** `component:default/flight-delay`. */
  readonly entity: string;
  readonly name: string;
  readonly title: string | null;
  readonly description: string | null;
  /** From its ownedBy relation. */
  readonly owner: string;
  /** Where its specification lies; null where the annotation is missing. */
  readonly annotation: string | null;
  /** `backstage.io/source-location`, else `backstage.io/managed-by-location`: `url:…` or `file:…`. */
  readonly location: string | null;
}

/** Pipelines as the catalog knows them; asked with the service's own credentials. */
export interface PipelineCatalog {
  /** By entity reference; asks the catalog itself where the copy does not know it. */
  find(entity: string): Promise<CatalogPipeline | undefined>;
  /** All of them, from a copy that is at most some seconds old. */
  all(): Promise<readonly CatalogPipeline[]>;
}
