/** A dialog without a head: its name is for those who hear it. */
import { Modal, type ModalRootProps } from '@mantine/core';
import type { ReactNode } from 'react';

interface BareDialogProps extends Pick<ModalRootProps, 'size' | 'fullScreen' | 'centered' | 'yOffset'> {
  label: string;
  onClose: () => void;
  contentClass?: string | undefined;
  bodyClass?: string | undefined;
  children: ReactNode;
}

export function BareDialog({ label, onClose, contentClass, bodyClass, children, ...layout }: BareDialogProps): ReactNode {
  return (
    // The scroll lock would write a style element, which the content security policy forbids.
    <Modal.Root opened onClose={onClose} padding={0} lockScroll={false} transitionProps={{ duration: 90 }} {...layout}>
      <Modal.Overlay />
      <Modal.Content aria-label={label} className={contentClass}>
        <Modal.Body className={bodyClass}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
