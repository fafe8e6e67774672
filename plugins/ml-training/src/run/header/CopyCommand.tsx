import { Button, Tooltip, TooltipTrigger } from '@backstage/ui';
import { RiCheckLine, RiTerminalLine } from '@remixicon/react';
import { useState } from 'react';

/** Copies the command that does the same from a terminal. */
export function CopyCommand({ command }: { readonly command: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <TooltipTrigger>
      <Button
        size="small"
        variant="secondary"
        iconStart={
          copied ? <RiCheckLine aria-hidden /> : <RiTerminalLine aria-hidden />
        }
        onPress={async () => {
          await navigator.clipboard.writeText(command);
          setCopied(true);
        }}
      >
        {copied ? 'Copied' : 'Copy command'}
      </Button>
      <Tooltip>{command}</Tooltip>
    </TooltipTrigger>
  );
}
