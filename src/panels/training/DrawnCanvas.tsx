// A canvas that a function draws on, sharp on every screen and drawn again when the theme changes.

import { useEffect, useRef } from 'react';
import { useUi } from '../useStores.ts';
import { fitCanvas } from './drawSample.ts';

export interface DrawnCanvasProps {
  readonly width: number;
  readonly height: number;
  /** What the picture shows, in words. */
  readonly alt: string;
  /** Keep the same function while nothing changes: a new one draws anew. */
  readonly draw: (context: CanvasRenderingContext2D) => void;
  readonly className?: string;
}

export function DrawnCanvas(props: DrawnCanvasProps) {
  const theme = useUi((ui) => ui.theme);
  return <Drawing key={theme} {...props} />;
}

function Drawing({ width, height, alt, draw, className }: DrawnCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    // A frame later the page has the theme's colours.
    const frame = requestAnimationFrame(() => {
      if (canvas.current && width > 0 && height > 0) draw(fitCanvas(canvas.current, width, height));
    });
    return () => cancelAnimationFrame(frame);
  }, [width, height, draw]);
  // The rule would have an <img>, which cannot be drawn on.
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
  return <canvas ref={canvas} className={className} style={{ width, height }} role="img" aria-label={alt} />;
}
