package io.foliomq.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.ChildJvm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jms.core.JmsTemplate;

/** Spring's containers in processes of their own, one of which is killed in the middle: each message is worked on exactly once. */
class WorkersIT extends ClientTest {
    private static final int MESSAGES = 2_000;
    private static final List<String> MEMORY = List.of("-Xmx128m");

    private ChildJvm worker() {
        ChildJvm child = closing(ChildJvm.start(MEMORY, WorkerChild.class, url()));
        child.await("ready");
        return child;
    }

    @Test
    void shouldLoseNothingWhenAWorkerIsKilled() {
        ChildJvm killed = worker();
        ChildJvm other = worker();
        JmsTemplate template = new JmsTemplate(new CachingFactory(factory()));
        closing((CachingFactory) template.getConnectionFactory());
        String[] work = numbers(MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            template.convertAndSend("work", work[i]);
            if (i == MESSAGES / 2) {
                killed.await("did");
                killed.kill();
                killed.awaitExit();
            }
        }
        List<String> done = new ArrayList<>();
        soon().until(() -> {
            done.addAll(drained("done"));
            return done.size() >= MESSAGES;
        });
        assertThat(other.ask("stop")).isEqualTo("down");
        done.addAll(drained("done"));
        assertThat(done).containsExactlyInAnyOrderElementsOf(Arrays.asList(work));
        assertThat(drained("work")).isEmpty();
        assertThat(drained("DLQ.work")).isEmpty();
    }
}
