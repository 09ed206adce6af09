package io.foliomq.jms;

import io.foliomq.jms.session.JmsExceptions;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/** Calls of the classic API from the simplified one: what they throw comes out unchecked. */
final class Unchecked {
    private Unchecked() {}

    @FunctionalInterface
    interface Call<T> {
        T run() throws JMSException;
    }

    @FunctionalInterface
    interface NullableCall<T> {
        @Nullable
        T run() throws JMSException;
    }

    @FunctionalInterface
    interface Step {
        void run() throws JMSException;
    }

    static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (JMSException e) {
            throw JmsExceptions.unchecked(e);
        }
    }

    static <T> @Nullable T callForNullable(NullableCall<T> call) {
        try {
            return call.run();
        } catch (JMSException e) {
            throw JmsExceptions.unchecked(e);
        }
    }

    static void step(Step step) {
        try {
            step.run();
        } catch (JMSException e) {
            throw JmsExceptions.unchecked(e);
        }
    }
}
