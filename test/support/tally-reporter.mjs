/** Names every skipped test and ends with the line of counts that `.ci/run` adds up. */
export default class TallyReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.testResults.flatMap((file) =>
      file.testResults.filter(({ status }) => status === 'pending').map(({ fullName }) => fullName),
    );
    for (const name of skipped) console.log(`skipped: ${name}`);
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    console.log(`tests: ${results.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`);
  }
}
