/** Mantine, set to our dense and calm look. Colours and sizes come from styles/tokens.css. */
import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  Menu,
  Modal,
  NativeSelect,
  Popover,
  Radio,
  SegmentedControl,
  Slider,
  Switch,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

const small = { size: 'xs' } as const;

export const theme = createTheme({
  primaryColor: 'blue',
  cursorType: 'pointer',
  respectReducedMotion: true,
  autoContrast: false,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 26 } }),
    Button: Button.extend({ defaultProps: { ...small, variant: 'default' } }),
    Checkbox: Checkbox.extend({ defaultProps: small }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', withinPortal: true, transitionProps: { duration: 90 } } }),
    // The scroll lock would write a style element, which the content security policy forbids.
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        transitionProps: { duration: 120 },
        // A dialog's head is not the page's.
        attributes: { header: { role: 'presentation' } },
      },
    }),
    NativeSelect: NativeSelect.extend({ defaultProps: small }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 90 } } }),
    Radio: Radio.extend({ defaultProps: small }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { ...small, transitionDuration: 120 } }),
    Slider: Slider.extend({ defaultProps: { size: 'sm' } }),
    Switch: Switch.extend({ defaultProps: small }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    TextInput: TextInput.extend({ defaultProps: small }),
    Textarea: Textarea.extend({ defaultProps: small }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: false, events: { hover: true, focus: true, touch: false } } }),
  },
});
