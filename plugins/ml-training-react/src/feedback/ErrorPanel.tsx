import { TrainingError } from '@trainyard/backstage-plugin-ml-training-common';
import { Alert, Button, Flex, Text } from '@backstage/ui';

/** What happened, what it means, what to do; the request's id to copy. */
export function ErrorPanel({
  error,
  means,
  retry,
}: {
  readonly error: Error;
  /** What it means for the reader, such as "The list may be old." */
  readonly means?: string;
  readonly retry?: () => void;
}) {
  const { status, requestId } =
    error instanceof TrainingError
      ? error
      : { status: undefined, requestId: undefined };
  return (
    <Alert
      status="danger"
      icon
      role="alert"
      title={titleOf(status)}
      description={
        <Flex direction="column" gap="1">
          <Text>{error.message}</Text>
          {means && <Text>{means}</Text>}
          {requestId && (
            <Text variant="body-small">
              Request <code>{requestId}</code>
            </Text>
          )}
        </Flex>
      }
      customActions={
        retry && (
          <Button size="small" variant="secondary" onPress={retry}>
            Try again
          </Button>
        )
      }
    />
  );
}

function titleOf(status: number | undefined): string {
  if (status === 401) return 'You are not signed in any more';
  if (status === 403) return 'You may not do this';
  if (status === 404) return 'Not found, or not for you to see';
  if (status === 429) return 'Too many at once';
  if (status !== undefined && status < 500) return 'This cannot be done';
  return 'The training service could not answer';
}
