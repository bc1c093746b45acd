/** A text as a QR code, drawn as vectors. */

import qrcode from 'qrcode-generator';
import { type ReactNode, useMemo } from 'react';

const quietZone = 4;
const automaticSize = 0;

export function HeadCode({ text, label }: { text: string; label: string }): ReactNode {
  const { path, size } = useMemo(() => {
    const code = qrcode(automaticSize, 'M');
    code.addData(text);
    code.make();
    const count = code.getModuleCount();
    let drawn = '';
    for (let row = 0; row < count; row += 1)
      for (let column = 0; column < count; column += 1)
        if (code.isDark(row, column)) drawn += `M${column + quietZone} ${row + quietZone}h1v1h-1z`;
    return { path: drawn, size: count + 2 * quietZone };
  }, [text]);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} width={156} height={156} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
