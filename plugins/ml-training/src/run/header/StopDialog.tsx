import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';

/** Asks before a run is stopped, and names what is lost by it. */
export function StopDialog({
  run,
  open,
  onClose,
  onStop,
}: {
  readonly run: RunDetail;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onStop: () => void;
}) {
  return (
    <Dialog isOpen={open} onOpenChange={onClose} isDismissable>
      <DialogHeader>{`Stop ${run.run}?`}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="2">
          {lossOf(run).map(sentence => (
            <Text key={sentence}>{sentence}</Text>
          ))}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Let it run
        </Button>
        <Button variant="primary" destructive onPress={onStop}>
          Stop the run
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function lossOf({ stepViews }: RunDetail): readonly string[] {
  const named = (...states: string[]) =>
    stepViews.filter(({ state }) => states.includes(state));
  const running = named('running').map(({ name }) => name);
  const waiting = named('waiting').length;
  const sealed = named('succeeded', 'reused', 'blocked').length;
  return [
    running.length === 0
      ? 'No step is at work; nothing that was computed is lost.'
      : `What ${running.join(', ')} did so far is destroyed, but for checkpoints.`,
    ...(waiting > 0
      ? [`${waiting} ${waiting === 1 ? 'step' : 'steps'} will not begin.`]
      : []),
    sealed === 1
      ? '1 step is sealed and kept; Retry goes on from there.'
      : `${sealed} steps are sealed and kept; Retry goes on from there.`,
  ];
}
