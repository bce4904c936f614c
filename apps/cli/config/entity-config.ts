import { readFile } from 'node:fs/promises';
import { checkedBody, ConfigureEntity, ConfigureEntityBody, type EntityAnswer } from '#billing';
import { CliFailure } from '../cli-failure';
import { accepted, contextOf, type CommandSink } from '../command-runner';

const bytesMax = 1024 * 1024;

/**
 * Reads a configuration file: `{"entities": [ … ]}`, each as the API's ConfigureEntity takes it.
 *
 * @throws CliFailure naming the field, its value, the rule and the remedy.
 */
export async function readEntityConfig(file: string): Promise<readonly ConfigureEntityBody[]> {
  const entities = entitiesIn(await readText(file), file);
  return entities.map((entity, index) => {
    const checked = checkedBody(ConfigureEntityBody, entity);
    if (checked.ok) {
      return checked.body;
    }
    const problems = checked.problems.map(
      ({ field, value, rule, remedy }) => `  entities[${index}].${field}${value === undefined ? '' : ` ${JSON.stringify(value)}`}: must be ${rule}. ${remedy}`,
    );
    throw new CliFailure('refused', `${file} proposes nothing that can be taken; nothing was changed:\n${problems.join('\n')}`);
  });
}

async function readText(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CliFailure('usage', `Cannot read ${file} (${error.code ?? error.message}). Check the path.`);
  });
  if (text.length > bytesMax) {
    throw new CliFailure('usage', `${file} is over 1 MiB: it is no configuration.`);
  }
  return text;
}

function entitiesIn(text: string, file: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new CliFailure('usage', `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const entities = (parsed as { readonly entities?: unknown } | null)?.entities;
  if (!Array.isArray(entities) || entities.length === 0) {
    throw new CliFailure('usage', `${file} has no list "entities". It should look like {"entities": [{"entityId": "UK", …}]}.`);
  }
  return entities;
}

/** Proposes each entity; only differences from what is on record become facts. */
export async function applyEntityConfig(sink: CommandSink, entities: readonly ConfigureEntityBody[], run: string): Promise<readonly EntityAnswer[]> {
  const answers: EntityAnswer[] = [];
  for (const entity of entities) {
    answers.push(await accepted(sink, () => new ConfigureEntity(entity, contextOf('config', run, entity.entityId))));
  }
  return answers;
}
