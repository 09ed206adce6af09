package io.foliomq.jms;

import jakarta.jms.JMSConsumer;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.jspecify.annotations.Nullable;

/** A consumer of the simplified API. */
final class FolioContextConsumer implements JMSConsumer {
    private final FolioConsumer consumer;

    FolioContextConsumer(FolioConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public @Nullable String getMessageSelector() {
        return Unchecked.callForNullable(() -> consumer.getMessageSelector());
    }

    @Override
    public @Nullable MessageListener getMessageListener() {
        return Unchecked.callForNullable(() -> consumer.getMessageListener());
    }

    @Override
    public void setMessageListener(@Nullable MessageListener listener) {
        Unchecked.step(() -> consumer.setMessageListener(listener));
    }

    private @Nullable Message receiveNanos(long timeoutNanos) {
        return Unchecked.callForNullable(() -> consumer.intake().receive(timeoutNanos));
    }

    @Override
    public @Nullable Message receive() {
        return receiveNanos(FolioConsumer.nanos(0));
    }

    @Override
    public @Nullable Message receive(long timeout) {
        return receiveNanos(FolioConsumer.nanos(timeout));
    }

    @Override
    public @Nullable Message receiveNoWait() {
        return receiveNanos(0);
    }

    private <T> @Nullable T bodyNanos(Class<T> type, long timeoutNanos) {
        return Unchecked.callForNullable(() -> consumer.intake().receiveBody(type, timeoutNanos));
    }

    @Override
    public <T> @Nullable T receiveBody(Class<T> type) {
        return bodyNanos(type, FolioConsumer.nanos(0));
    }

    @Override
    public <T> @Nullable T receiveBody(Class<T> type, long timeout) {
        return bodyNanos(type, FolioConsumer.nanos(timeout));
    }

    @Override
    public <T> @Nullable T receiveBodyNoWait(Class<T> type) {
        return bodyNanos(type, 0);
    }

    @Override
    public void close() {
        Unchecked.step(consumer::close);
    }
}
