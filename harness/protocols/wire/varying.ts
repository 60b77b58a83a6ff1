import type { Description, Field, Peer } from '../../contracts/wire.ts';

/** Whether a peer says fields that may be others each time (`any`): two right exchanges differ there. */
export function saysAnything(description: Pick<Description, 'messages' | 'dialogue'>, peer: Peer): boolean {
  const said = description.dialogue.steps.flatMap((step) =>
    step.by === peer && step.does === 'sends' ? [step.message] : [],
  );
  const seen = new Set(said);
  // Messages that are within another one are put behind it, and looked at in their turn.
  for (const name of seen) {
    for (const { form, isAny } of fieldsOf(description, name)) {
      if (isAny) return true;
      if (form.kind === 'many') seen.add(form.message);
    }
  }
  return false;
}

/** The fields of a message, of all its cases. */
function fieldsOf({ messages }: Pick<Description, 'messages'>, name: string): readonly Field[] {
  const shape = messages.get(name);
  if (shape === undefined) return [];
  return shape.kind === 'fields' ? shape.fields : shape.cases.flatMap(({ fields }) => fields);
}
