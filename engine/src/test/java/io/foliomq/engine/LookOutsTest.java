package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookOutsTest {
    @Test
    void shouldLeaveProcessorsToOthers() {
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        int begun = 0;
        while (begun <= most && LookOuts.begin()) {
            begun++;
        }
        boolean beyond = LookOuts.begin();
        for (int i = 0; i < begun; i++) {
            LookOuts.end();
        }
        assertThat(beyond).isFalse();
        assertThat(begun).isBetween(1, most);
        assertThat(LookOuts.begin()).isTrue();
        LookOuts.end();
    }
}
