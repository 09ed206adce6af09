package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.JMSException;
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
        FolioContext context = context();
        context.setClientID("mine");
        assertThat(context.getClientID()).isEqualTo("mine");
        FolioContext late = context();
        late.createConsumer(late.createQueue("q"));
        assertThatThrownBy(() -> late.setClientID("late")).isInstanceOf(IllegalStateRuntimeException.class);
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
