import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

/** A code as the sources use it. */
export interface FoundCode {
  readonly code: string;
  /** HTTP status, where the place says it. */
  readonly status: string;
  /** What a caller reads, with `…` where it names something; empty where it is put together elsewhere. */
  readonly message: string;
}

const codeForm = /^[A-Z][A-Z0-9_]+\.[A-Z][A-Z0-9_]*$/;
const statusOfKind: Readonly<Record<string, string>> = { invalid: '422', 'not-found': '404', conflict: '409', forbidden: '403' };

/** Names of files and formats look like codes and are none. */
const noCodes = /\.(JSON|PEM|XML|CSV|TXT|DB)$/;

/** Every code that the product's own sources answer with, in the order of the alphabet. */
export function refusalCodes(root: string): FoundCode[] {
  const found = new Map<string, FoundCode>();
  for (const file of ['libs', 'apps'].flatMap((top) => sourcesIn(join(root, top)))) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
    for (const { code, status, message } of codesIn(source)) {
      const known = found.get(code) ?? { status: '', message: '' };
      found.set(code, { code, status: known.status === '' ? status : known.status, message: longest([known.message, message]) });
    }
  }
  return [...found.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['checks', 'bench', 'testing', 'demo', 'node_modules'].includes(entry.name) ? [] : sourcesIn(path);
    return /\.ts$/.test(entry.name) && !/\.(spec|int-spec|e2e-spec|test-kit|d|examples)\.ts$/.test(entry.name) ? [path] : [];
  });
}

function codesIn(source: ts.SourceFile): FoundCode[] {
  const found: FoundCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && codeForm.test(node.text) && !noCodes.test(node.text)) found.push({ code: node.text, ...saidAt(node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What stands beside a code: the arguments after it, or the other members of its object. */
function saidAt(node: ts.StringLiteral): Pick<FoundCode, 'status' | 'message'> {
  const holder = aboveConditions(node);
  if (ts.isCallExpression(holder) || ts.isNewExpression(holder)) {
    const given = [...(holder.arguments ?? [])];
    const at = given.findIndex((argument) => argument === node || contains(argument, node));
    const status = ts.isIdentifier(holder.expression) && holder.expression.text === 'conflict' ? '409' : statusIn(given.slice(0, at));
    return { status, message: longest(given.slice(at + 1).map((argument) => textOf(argument))) };
  }
  if (ts.isPropertyAssignment(holder) && ts.isObjectLiteralExpression(holder.parent)) {
    const members = holder.parent.properties.filter(ts.isPropertyAssignment);
    const named = (name: string): string => members.filter((member) => member.name.getText() === name).map((member) => textOf(member.initializer)).join('');
    return { status: '', message: named('message') || [named('rule'), named('remedy')].filter((text) => text !== '').join('. ') };
  }
  return { status: '', message: '' };
}

function aboveConditions(node: ts.Node): ts.Node {
  let above = node.parent;
  while (ts.isConditionalExpression(above) || ts.isParenthesizedExpression(above) || ts.isAsExpression(above)) above = above.parent;
  return above;
}

const contains = (outer: ts.Node, inner: ts.Node): boolean => outer.pos <= inner.pos && inner.end <= outer.end;
const longest = (texts: readonly string[]): string => texts.reduce((best, text) => (text.length > best.length ? text : best), '');

function statusIn(given: readonly ts.Expression[]): string {
  for (const argument of given) {
    if (ts.isNumericLiteral(argument)) return argument.text;
    if (ts.isStringLiteral(argument) && argument.text in statusOfKind) return statusOfKind[argument.text]!;
  }
  return '';
}

/** An expression as the text it gives, with `…` for what is only known when it runs. */
function textOf(node: ts.Expression, depth = 0): string {
  if (depth > 4) return '…';
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join('');
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) return textOf(node.left, depth + 1) + textOf(node.right, depth + 1);
  if (ts.isConditionalExpression(node)) return `${textOf(node.whenTrue, depth + 1)} / ${textOf(node.whenFalse, depth + 1)}`;
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression, depth + 1);
  if (ts.isIdentifier(node)) return textOf(declared(node) ?? ts.factory.createStringLiteral(''), depth + 1);
  return '';
}

/** The value of a constant, looked up outwards from where it is used. */
function declared(name: ts.Identifier): ts.Expression | undefined {
  for (let scope: ts.Node | undefined = name.parent; scope !== undefined; scope = scope.parent as ts.Node | undefined) {
    if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
    for (const statement of scope.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const found = statement.declarationList.declarations.find((declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name.text);
      if (found?.initializer !== undefined) return found.initializer;
    }
  }
  return undefined;
}
