import { useRouteRef } from '@backstage/frontend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { MaybeLink } from '../routes/MaybeLink';

/** An entity of the catalog by its name, with a link where the catalog has pages. */
export function EntityLink({ entity }: { readonly entity: string }) {
  const page = useRouteRef(entityRouteRef);
  const { kind, namespace, name } = parseEntityRef(entity, {
    defaultKind: 'group',
    defaultNamespace: 'default',
  });
  return (
    <MaybeLink
      href={page?.({ kind: kind.toLowerCase(), namespace, name })}
      title={page ? undefined : entity}
    >
      {name}
    </MaybeLink>
  );
}
