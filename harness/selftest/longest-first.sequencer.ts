import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Starts the self test before all other files of tests: it takes the longest by far, and leaves the processor to the others. */
export default class LongestFirstSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ project }: TestSpecification): boolean => project.name === 'selftest';
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
