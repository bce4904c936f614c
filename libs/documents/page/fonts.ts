import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';

type Run = ReturnType<Font['layout']>;

/** More words than these begin anew: documents of one seller use few. */
const runsMax = 4_000;

/**
 * A typeface whose laid-out words are kept over documents: most documents of a seller say the same things, and laying
 * out takes most of the time of a page.
 */
function remembering(font: Font): Font {
  const runs = new Map<string, Run>();
  const faster = Object.create(font) as Font;
  faster.layout = (text: string, ...rest: Parameters<Font['layout']> extends [string, ...infer Rest] ? Rest : never): Run => {
    if (rest.some((each) => each !== undefined && each !== null)) {
      return font.layout(text, ...rest);
    }
    const known = runs.get(text);
    if (known !== undefined) {
      return known;
    }
    const { glyphs, positions, advanceWidth } = font.layout(text);
    if (runs.size >= runsMax) {
      runs.clear();
    }
    const run = { glyphs, positions, advanceWidth } as Run;
    runs.set(text, run);
    return run;
  };
  return faster;
}

export interface Fonts {
  readonly regular: Font;
  readonly bold: Font;
  /** Whether the typeface has a sign. */
  readonly has: (codePoint: number) => boolean;
  /** Stands for signs it has not. */
  readonly replacement: string;
}

let loaded: Fonts | null = null;

/** Noto Sans, parsed once per process: Latin, Greek and Cyrillic. */
export function fonts(): Fonts {
  if (loaded === null) {
    const open = (file: string): Font => create(readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${file}`))) as Font;
    const regular = open('400Regular/NotoSans_400Regular.ttf');
    const bold = open('700Bold/NotoSans_700Bold.ttf');
    const known = new Set<number>(regular.characterSet);
    const replacement = ['\uFFFD', '\u25A1', '?'].find((sign) => known.has(sign.codePointAt(0) ?? 0)) ?? '?';
    loaded = { regular: remembering(regular), bold: remembering(bold), has: (codePoint) => known.has(codePoint), replacement };
  }
  return loaded;
}
