import { xmlText } from '../xml/xml-text';
import { decimalsMax, styles } from './xlsx-cells';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const officeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const sheetPath = (index: number): string => `worksheets/sheet${index + 1}.xml`;
export const sheetFile = (index: number): string => `xl/${sheetPath(index)}`;

const formatCode = (decimals: number): string => (decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`);
const dayFormat = 164;

function styleSheet(): string {
  const decimals = Array.from({ length: decimalsMax + 1 }, (_, count) => count);
  const formats = decimals.map((count) => `<numFmt numFmtId="${dayFormat + 1 + count}" formatCode="${formatCode(count)}"/>`).join('');
  const cell = (format: number, more = ''): string => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0"${format === 0 ? '' : ' applyNumberFormat="1"'}${more}/>`;
  const cells = [
    cell(0), '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>', cell(dayFormat), cell(49, ' quotePrefix="1"'),
    ...decimals.map((count) => cell(dayFormat + 1 + count)),
  ];
  if (cells.length !== styles.number + decimals.length) {
    throw new Error('The formats of the style sheet are not where the cells look for them.');
  }
  return (
    `${declaration}<styleSheet xmlns="${main}"><numFmts count="${decimals.length + 1}"><numFmt numFmtId="${dayFormat}" formatCode="yyyy\\-mm\\-dd"/>${formats}</numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${cells.length}">${cells.join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
  );
}

/** Everything of a workbook but its sheets, by name in the archive. */
export function workbookParts(sheetNames: readonly string[]): readonly (readonly [name: string, content: string])[] {
  const overrides = sheetNames.map((_name, index) => `<Override PartName="/${sheetFile(index)}" ContentType="${officeType}.worksheet+xml"/>`).join('');
  const sheets = sheetNames.map((name, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('');
  const targets = sheetNames.map((_name, index) => `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="${sheetPath(index)}"/>`).join('');
  const stylesId = `rId${sheetNames.length + 1}`;
  return [
    ['xl/styles.xml', styleSheet()],
    ['xl/workbook.xml', `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets}</sheets></workbook>`],
    [
      'xl/_rels/workbook.xml.rels',
      `${declaration}<Relationships xmlns="${packageRelations}">${targets}<Relationship Id="${stylesId}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['_rels/.rels', `${declaration}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    [
      '[Content_Types].xml',
      `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${officeType}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${officeType}.styles+xml"/>${overrides}</Types>`,
    ],
  ];
}

/** A sheet up to its first row: the header line stays in view. */
export const sheetHead = (columns: number): string =>
  `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
  `<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="${Math.max(1, columns)}" width="16" customWidth="1"/></cols><sheetData>`;

export const sheetEnd = '</sheetData></worksheet>';
