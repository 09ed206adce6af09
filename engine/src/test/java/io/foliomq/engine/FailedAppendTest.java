package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An append that could not make its files does not spoil those that come after it. */
class FailedAppendTest {
    @TempDir
    Path directory;

    @Test
    void shouldAppendWhenTheObstacleIsGone() throws IOException {
        try (Store store = Store.open(StoreOptions.at(directory))) {
            Path lane = Files.createDirectories(directory.resolve("queues/q/log/p4"));
            // Where the first segment is to be: nobody can delete it.
            Path obstacle = Files.createDirectories(lane.resolve("19700101-0005V.cq4/in the way"));
            Destination queue = store.queue("q");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> queue.newAppender().append(new Record().payloadLength(1)))
                        .isInstanceOf(EngineException.class);
                Transaction transaction = store.newTransaction();
                transaction.append(queue, new Record().payloadLength(2));
                assertThatThrownBy(transaction::commit)
                        .isInstanceOf(EngineException.class)
                        .isNotInstanceOf(CommitUnfinishedException.class);
            }
            Files.delete(obstacle);
            Files.delete(obstacle.getParent());
            queue.newAppender().append(new Record().payloadLength(3));
            assertThat(queue.subscription().depth()).isOne();
            try (Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
                Delivery delivery = tailer.poll();
                assertThat(delivery).isNotNull();
                assertThat(delivery.record().payloadLength()).isEqualTo(3);
            }
        }
    }
}
