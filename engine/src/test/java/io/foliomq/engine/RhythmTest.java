package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RhythmTest {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MANY = 100;

    private final Rhythm rhythm = new Rhythm();
    private long now = Long.MAX_VALUE - MILLISECOND;

    private void arrive(int count, long gap) {
        for (int i = 0; i < count; i++) {
            now += gap;
            rhythm.arrived(now);
        }
    }

    @Test
    void shouldExpectNothingAtFirst() {
        assertThat(rhythm.isKnown()).isFalse();
        arrive(8, MILLISECOND);
        assertThat(rhythm.isKnown()).isFalse();
    }

    @Test
    void shouldSleepUntilShortlyBeforeTheNextOfARegularPace() {
        arrive(MANY, MILLISECOND);
        assertThat(rhythm.isKnown()).isTrue();
        assertThat(rhythm.lookOutFrom() - now).isBetween(MILLISECOND / 2, MILLISECOND - 100_000);
        assertThat(rhythm.lookOutUntil() - now).isBetween(MILLISECOND + 1, MILLISECOND + MILLISECOND / 4);
    }

    @Test
    void shouldSleepMoreThanHalfOfTheGapHoweverItVaries() {
        Random random = new Random(1);
        for (int deviation = 0; deviation < 500_000; deviation += 5_000) {
            for (int i = 0; i < MANY; i++) {
                arrive(1, MILLISECOND - deviation + random.nextInt(2 * deviation + 1));
                if (rhythm.isKnown()) {
                    assertThat(rhythm.lookOutUntil() - rhythm.lookOutFrom()).isLessThan(6 * MILLISECOND / 10);
                }
            }
        }
        assertThat(rhythm.isKnown()).as("when gaps vary by half").isFalse();
    }

    @Test
    void shouldStayAwakeBetweenThoseThatComeClose() {
        arrive(MANY, 200_000);
        assertThat(rhythm.isKnown()).isTrue();
        assertThat(rhythm.lookOutFrom()).isLessThanOrEqualTo(now);
        assertThat(rhythm.lookOutUntil() - now).isBetween(200_001L, 400_000L);
    }

    @Test
    void shouldForgetAfterASilence() {
        arrive(MANY, MILLISECOND);
        arrive(1, Rhythm.LONGEST_GAP_NANOS + 1);
        assertThat(rhythm.isKnown()).isFalse();
        arrive(MANY, 2 * MILLISECOND);
        assertThat(rhythm.lookOutUntil() - now).isGreaterThan(2 * MILLISECOND);
    }
}
