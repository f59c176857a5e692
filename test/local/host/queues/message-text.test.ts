import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messageTexts } from '../../../../local/host/queues/message-text.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function answerWith(texts: readonly string[]): string {
  const messages = texts.map((text) => {
    const escaped = text
      .replace(/[&<>"]/g, (character) => escapes[character] ?? '')
      .replaceAll('\r', '&#xD;');
    return `<QueueMessage><MessageId>1</MessageId><MessageText>${escaped}</MessageText></QueueMessage>`;
  });
  return `<?xml version="1.0"?><QueueMessagesList>${messages.join('')}</QueueMessagesList>`;
}

describe('the texts in an answer of the Queue service', () => {
  it('are what was sent, whatever it was', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        expect(messageTexts(answerWith(texts))).toEqual(texts);
      }),
    );
  });

  it('keep entities that were written out as text', () => {
    expect(messageTexts(answerWith(['&#xD; &amp; &nbsp;']))).toEqual(['&#xD; &amp; &nbsp;']);
  });

  it('may be empty, in either notation, and have numbers for characters', () => {
    const xml =
      '<MessageText/><MessageText /><MessageText></MessageText><MessageText>&#13;&#x1F600;</MessageText>';

    expect(messageTexts(xml)).toEqual(['', '', '', '\r\u{1F600}']);
  });
});
