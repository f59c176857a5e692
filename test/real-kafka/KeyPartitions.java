import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records with random keys to a topic and prints the partition that each one went to, one letter or digit each
 * (base 36), a hundred to a line. Arguments: bootstrap, topic, count. The keys are those of random-keys.ts.
 */
public class KeyPartitions {
  private static int state = 0x2545f491;

  public static void main(String[] args) throws Exception {
    Properties config = new Properties();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        byte[] key = key(i).getBytes(StandardCharsets.UTF_8);
        sent.add(producer.send(new ProducerRecord<>(args[1], key, new byte[0])));
      }
    }
    StringBuilder line = new StringBuilder();
    for (Future<RecordMetadata> one : sent) {
      line.append(Character.forDigit(one.get().partition(), 36));
      if (line.length() == 100) {
        System.out.println(line);
        line.setLength(0);
      }
    }
  }

  private static String key(int i) {
    int length = below(i % 100 == 0 ? 5000 : 40);
    StringBuilder key = new StringBuilder();
    for (int at = 0; at < length; at++) {
      switch (below(4)) {
        case 0, 1 -> key.appendCodePoint(0x20 + below(0x5f));
        case 2 -> key.appendCodePoint(0xa0 + below(0xd760));
        default -> key.appendCodePoint(0x1f300 + below(0x300));
      }
    }
    return key.toString();
  }

  private static int below(int bound) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Integer.remainderUnsigned(state, bound);
  }
}
