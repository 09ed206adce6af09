package io.foliomq.jms.client;

import io.foliomq.engine.testing.ChildLines;
import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;

/** A worker process: a transacted container of Spring that answers each message of {@code work} on {@code done}. */
final class WorkerChild {
    private WorkerChild() {}

    public static void main(String[] args) throws IOException {
        DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
        container.setConnectionFactory(new FolioConnectionFactory(args[0]));
        container.setDestinationName("work");
        container.setConcurrency("2-4");
        container.setSessionTransacted(true);
        container.setReceiveTimeout(200);
        container.setMessageListener((SessionAwareMessageListener<TextMessage>) WorkerChild::work);
        container.afterPropertiesSet();
        container.start();
        ChildLines.say("ready");
        ChildLines.answer(words -> {
            container.shutdown();
            return "down";
        });
    }

    private static void work(TextMessage message, Session session) throws JMSException {
        session.createProducer(session.createQueue("done")).send(session.createTextMessage(message.getText()));
        ChildLines.say("did " + message.getText());
    }
}
