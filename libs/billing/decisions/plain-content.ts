/** The content of a body without its class and without fields that were left out. */
export function plainContent<Body extends object>(body: Body): Body {
  return plain(body) as Body;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const content: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined) {
      content[name] = plain(field);
    }
  }
  return content;
}
