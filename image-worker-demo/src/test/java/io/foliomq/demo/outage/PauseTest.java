package io.foliomq.demo.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PauseTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void shouldGoOnWhenEveryProbeAnswers() {
        AtomicInteger checks = new AtomicInteger();
        Pause pause = new Pause(List.of(() -> failUntil(checks, 3), () -> {}), SHORT, SHORT);

        assertThat(pause.untilHealthy(new Outage("store is down", null))).isTrue();
        assertThat(checks).hasValue(3);
        assertThat(pause.isPaused()).isFalse();
    }

    @Test
    void shouldEndItsWaitWhenStopped() throws Exception {
        Pause pause = new Pause(
                List.of(() -> {
                    throw new Outage("still down", null);
                }),
                SHORT,
                SHORT);
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> pause.untilHealthy(new Outage("down", null)));
        Awaitility.await().until(pause::isPaused);

        pause.stop();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void shouldDoubleTheWaitUpToALimit() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350));

        assertThat(backoff.next()).hasMillis(100);
        assertThat(backoff.next()).hasMillis(200);
        assertThat(backoff.next()).hasMillis(350);
        assertThat(backoff.next()).hasMillis(350);
        backoff.reset();
        assertThat(backoff.next()).hasMillis(100);
    }

    private static void failUntil(AtomicInteger checks, int success) {
        if (checks.incrementAndGet() < success) {
            throw new Outage("not yet", null);
        }
    }
}
