import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Starts the tests of the lab before all other files: they take the longest, and leave the processor to the others. */
export default class LongestFirstSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ project }: TestSpecification): boolean => project.name === 'lab';
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
