import { Button, type ButtonProps } from 'antd';
import { type ChangeEvent, useRef } from 'react';

interface Props extends Omit<ButtonProps, 'onClick' | 'children'> {
  readonly label: string;
  /** Endings or types that the dialog offers. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  /** Of the hidden input, for tests. */
  readonly testId?: string;
}

/** A button that opens the dialog to choose one file. The same file may be chosen again. */
export function FileButton({ label, accept, onFile, testId, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const chosen = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = Array.from(target.files ?? []);
    target.value = '';
    if (file !== undefined) onFile(file);
  };
  return (
    <>
      <Button {...rest} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        onChange={chosen}
        aria-label={label}
        data-testid={testId}
      />
    </>
  );
}
