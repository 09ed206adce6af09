package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ClientIdTest extends ProviderTest {
    @Test
    @Checklist(13)
    void shouldNotChangeAClientIdThatTheFactorySets() throws JMSException {
        FolioConnection connection = connect("jms.clientID=fixed");
        assertThat(connection.getClientID()).isEqualTo("fixed");
        assertThatThrownBy(() -> connection.setClientID("other")).isInstanceOf(IllegalStateException.class);
        FolioContext context = context("jms.clientID=fixed2");
        assertThatThrownBy(() -> context.setClientID("other")).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    @Checklist(14)
    void shouldTakeAClientIdAsFirstActionOnly() throws JMSException {
        FolioConnection fresh = connect();
        assertThat(fresh.getClientID()).isNull();
        fresh.setClientID("me");
        assertThat(fresh.getClientID()).isEqualTo("me");
        assertThatThrownBy(() -> fresh.setClientID("me2")).isInstanceOf(IllegalStateException.class);
        FolioConnection used = connect();
        used.createSession();
        assertThatThrownBy(() -> used.setClientID("late")).isInstanceOf(IllegalStateException.class);
        FolioConnection started = started();
        assertThatThrownBy(() -> started.setClientID("late")).isInstanceOf(IllegalStateException.class);
        FolioContext named = context();
        named.setClientID("mine");
        assertThat(named.getClientID()).isEqualTo("mine");
        List<Consumer<FolioContext>> actions = List.of(
                context -> context.createConsumer(context.createQueue("q")),
                FolioContext::createProducer,
                FolioContext::createTemporaryQueue,
                FolioContext::createTemporaryTopic,
                context -> context.createBrowser(context.createQueue("q")),
                context -> closing(context.createContext(JMSContext.AUTO_ACKNOWLEDGE)),
                FolioContext::start);
        for (Consumer<FolioContext> action : actions) {
            FolioContext late = context();
            action.accept(late);
            assertThatThrownBy(() -> late.setClientID("late")).isInstanceOf(IllegalStateRuntimeException.class);
        }
    }

    @Test
    @Checklist(15)
    void shouldRefuseAClientIdThatIsInUse() throws JMSException {
        FolioConnection holder = connect("jms.clientID=me");
        assertThatThrownBy(() -> connect("jms.clientID=me")).isInstanceOf(InvalidClientIDException.class);
        assertThatThrownBy(() -> context("jms.clientID=me")).isInstanceOf(InvalidClientIDRuntimeException.class);
        FolioConnection other = connect();
        assertThatThrownBy(() -> other.setClientID("me")).isInstanceOf(InvalidClientIDException.class);
        holder.close();
        other.setClientID("me");
        assertThat(other.getClientID()).isEqualTo("me");
    }

    @Test
    @Checklist(15)
    void shouldRefuseNoClientIdAtAll() throws JMSException {
        FolioConnection connection = connect();
        assertThatThrownBy(() -> connection.setClientID(null)).isInstanceOf(InvalidClientIDException.class);
        assertThatThrownBy(() -> connection.setClientID("")).isInstanceOf(InvalidClientIDException.class);
    }
}
