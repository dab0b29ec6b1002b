package dev.flotilla.replication.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka where the log's committed part ends: everything acknowledged anywhere before the call lies below. */
final class LogEnd {
    private final Admin admin;
    private final TopicPartition log;
    private final Duration timeout;

    LogEnd(Admin admin, TopicPartition log, Duration timeout) {
        this.admin = admin;
        this.log = log;
        this.timeout = timeout;
    }

    CompletionStage<Long> ask() {
        ListOffsetsOptions options =
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int) timeout.toMillis());
        return admin.listOffsets(Map.of(log, OffsetSpec.latest()), options)
                .partitionResult(log)
                .toCompletionStage()
                .thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset);
    }
}
