import { reportFailure } from '../failure.ts';
import { describeFile } from './describe-file.ts';

/**
 * Runs `describe` for a plain command line, and resolves to the exit status. The build joins all that this needs, and the
 * modules would take twice as long to load one by one: whatever throws here is told here, since nobody else knows its errors.
 */
export async function describeLean(file: string): Promise<number> {
  try {
    return await describeFile(file);
  } catch (error) {
    return reportFailure(error);
  }
}
