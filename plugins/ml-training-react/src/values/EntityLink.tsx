import { useRouteRef } from '@backstage/frontend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';

/** An entity of the catalog by its name, with a link where the catalog has pages. */
export function EntityLink({ entity }: { readonly entity: string }) {
  const page = useRouteRef(entityRouteRef);
  const { kind, namespace, name } = parseEntityRef(entity, {
    defaultKind: 'group',
    defaultNamespace: 'default',
  });
  return page ? (
    <Link href={page({ kind: kind.toLowerCase(), namespace, name })}>
      {name}
    </Link>
  ) : (
    <span title={entity}>{name}</span>
  );
}
