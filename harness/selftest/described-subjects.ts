import { readFileSync } from 'node:fs';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { describedClient, describedServer } from '../../suites/laws/requirements.ts';
import type { Limits } from '../contracts/profile.ts';
import type { RequirementTable } from '../contracts/requirement-table.ts';
import type { Description } from '../contracts/wire.ts';
import { describedClientFaultsOf, describedFaultsOf } from '../endpoints/faulty/described/index.ts';
import { parseDescription } from '../protocols/wire/description.ts';
import { fixture } from './described.ts';
import { type Subject, subjectName } from './subject.ts';

/** What implementations of described protocols have in common that are judged by few laws: each law waits for what does not come. */

/** The description in this file. */
export function descriptionIn(file: string): Description {
  return parseDescription(readFileSync(file, 'utf8'), file);
}

/** An implementation of a described protocol; programs of others than Node need Python. */
export function describedSubject(
  name: string,
  parts: Pick<Subject, 'kind' | 'breaks' | 'mayRedden' | 'target'>,
): Subject {
  const needs = parts.target.exec === undefined ? [] : ['python3'];
  return { name: subjectName(parts.kind, parts.target.suite, name), needs, ...parts };
}

/** What a mistake breaks, and what it may redden as well, with the reason. */
export type Wrongs = Pick<Subject, 'breaks' | 'mayRedden'>;

const Mistakes = Type.Record(
  Type.String(),
  Type.Object({ breaks: Type.Array(Type.String()), mayRedden: Type.Record(Type.String(), Type.String()) }),
);

/** The mistakes that a file of `fixtures/protocols/` names, and what each breaks. */
export function mistakesIn(name: string): Readonly<Record<string, Wrongs>> {
  return Value.Parse(Mistakes, JSON.parse(readFileSync(fixture(name), 'utf8')));
}

/** The rows that do not judge an implementation: all but what it breaks and may break, and whether it answers, or asks, at all. */
export function rowsBeside({ path, rows }: RequirementTable, { breaks, mayRedden }: Wrongs): string[] {
  const judged = new Set([...breaks, ...Object.keys(mayRedden), 'answers', 'asks']);
  return Object.keys(rows).flatMap((row) => (judged.has(row) ? [] : [`${path}/${row}`]));
}

/** Faults of the server and of the client that are made of a description, but for those of this name. */
export function faultySubjects(
  description: Description,
  limits: { readonly server: Limits; readonly client: Limits },
  except?: string,
): readonly Subject[] {
  return [
    { table: describedServer(description), faults: describedFaultsOf(description), limits: limits.server },
    { table: describedClient(description), faults: describedClientFaultsOf(description), limits: limits.client },
  ].flatMap(({ table, faults, limits: own }) =>
    faults
      .filter(({ name }) => name !== except)
      .map(({ name, breaks, mayRedden }) =>
        describedSubject(name, {
          ...{ kind: 'fault', breaks, mayRedden },
          target: {
            ...{ suite: table.path, reference: description.protocol, fault: name, limits: own },
            skip: rowsBeside(table, { breaks, mayRedden }),
          },
        }),
      ),
  );
}
