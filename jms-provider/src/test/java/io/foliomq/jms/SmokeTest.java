package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmokeTest {
    @TempDir
    Path directory;

    @Test
    void shouldSendAndReceiveOnQueuesTopicsAndTemporaryQueues() throws Exception {
        try (Connection c = TestProvider.at(directory).createConnection()) {
            c.start();
            Session s = c.createSession();
            Queue q = s.createQueue("orders");
            MessageProducer p = s.createProducer(q);
            MessageConsumer r = s.createConsumer(q);
            p.send(s.createTextMessage("hello"));
            TextMessage m = (TextMessage) r.receive(1000);
            assertThat(m.getText()).isEqualTo("hello");
            assertThat(r.receive(50)).isNull();
            Session t = c.createSession(true, 0);
            MessageProducer tp = t.createProducer(q);
            tp.send(t.createTextMessage("in tx"));
            assertThat(r.receiveNoWait()).isNull();
            t.commit();
            assertThat(((TextMessage) r.receive(1000)).getText()).isEqualTo("in tx");
            Topic topic = s.createTopic("prices");
            MessageConsumer sub = s.createConsumer(topic);
            s.createProducer(topic).send(s.createTextMessage("42"));
            assertThat(((TextMessage) sub.receive(1000)).getText()).isEqualTo("42");
            TemporaryQueue tq = s.createTemporaryQueue();
            MessageConsumer tc = s.createConsumer(tq);
            s.createProducer(tq).send(s.createTextMessage("tmp"));
            assertThat(((TextMessage) tc.receive(1000)).getText()).isEqualTo("tmp");
        }
    }
}
