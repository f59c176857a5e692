import { stripVTControlCharacters } from 'node:util';

/** Names every skipped and every failed test and ends with the line of counts that `.ci/run` adds up. */
export default class TallyReporter {
  onRunComplete(_contexts, results) {
    const tests = results.testResults.flatMap(({ testResults }) => testResults);
    const named = (wanted) => tests.filter(({ status }) => status === wanted);
    const skipped = named('pending');
    for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
    for (const { fullName, failureMessages } of named('failed')) {
      console.log(`failed: ${fullName}: ${plain(failureMessages[0])}`);
    }
    for (const { testFilePath, testExecError } of results.testResults) {
      if (testExecError) console.log(`failed: ${testFilePath}: ${plain(testExecError.message)}`);
    }
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    console.log(`tests: ${results.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`);
  }
}

/** In one line, and without colours. */
function plain(message = '') {
  return stripVTControlCharacters(message).split('\n    at ', 1)[0].replace(/\s+/g, ' ').slice(0, 500);
}
