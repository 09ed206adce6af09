package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmIdentityTest {
    private final JvmIdentity ours = JvmIdentity.current();
    private final String property = System.getProperty(JvmIdentity.PROPERTY);

    @AfterEach
    void restore() {
        System.setProperty(JvmIdentity.PROPERTY, property);
    }

    @Test
    void shouldBeTheSameWheneverAsked() {
        assertThat(JvmIdentity.current()).isEqualTo(ours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a name",
                "11111111-2222-3333-4444-555555555555",
                "11111111-2222-3333-4444-555555555555@1-2",
                "no uuid<birth>"
            })
    void shouldNotBelieveAValueThatThisProcessDidNotMake(String value) {
        String birth = property.substring(property.indexOf('@'));
        System.setProperty(JvmIdentity.PROPERTY, value.replace("<birth>", birth));
        JvmIdentity made = JvmIdentity.current();
        assertThat(made).isNotEqualTo(ours).isEqualTo(JvmIdentity.current());
        assertThat(made.high()).isNotEqualTo(0x1111111122223333L);
    }
}
