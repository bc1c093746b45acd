/** The interface's first script: finds the host and shows the interface. */
import { findHost } from '../transport/host.ts';
import { mountInterface } from './app/mount.tsx';

const place = document.getElementById('interface');
if (place !== null) void mountInterface(findHost(window), place);
