package io.foliomq.jms.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Checklist(6)
class GivenNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"TEST.FOO", "a/b", "..", " ", "why?", "a?b=c", "A,B", "queue:/x", "*", "é😀", "?"})
    void shouldTakeAnyTextAsAName(String name) throws JMSException {
        assertThat(GivenName.queue(name)).isEqualTo(new FolioQueue(name));
        assertThat(GivenName.topic(name)).isEqualTo(new FolioTopic(name));
    }

    @Test
    void shouldReadWhatADestinationSaysOfItself() throws JMSException {
        for (FolioQueue queue :
                new FolioQueue[] {new FolioQueue("x"), new FolioQueue("queue://x"), new FolioTemporaryQueue("t/1", null)
                }) {
            assertThat(GivenName.queue(queue.toString())).isEqualTo(queue);
        }
        for (FolioTopic topic :
                new FolioTopic[] {new FolioTopic("x"), new FolioTopic("topic://x"), new FolioTemporaryTopic("t/1", null)
                }) {
            assertThat(GivenName.topic(topic.toString())).isEqualTo(topic);
        }
    }

    @Test
    void shouldIgnoreOptionsThatMeanNothingHere() throws JMSException {
        assertThat(GivenName.queue("Q?consumer.prefetchSize=1")).isEqualTo(new FolioQueue("Q"));
        assertThat(GivenName.queue("Q?consumer.prefetchSize=1&consumer.exclusive=true"))
                .isEqualTo(new FolioQueue("Q"))
                .extracting(FolioDestination::exclusiveness)
                .isEqualTo(FolioDestination.Exclusiveness.EXCLUSIVE);
        assertThat(GivenName.queue("Q?consumer.exclusive=false").exclusiveness())
                .isEqualTo(FolioDestination.Exclusiveness.SHARED);
        assertThat(GivenName.topic("topic://T?consumer.dispatchAsync=false&consumer.prefetchSize=10"))
                .isEqualTo(new FolioTopic("T"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "queue://",
                "topic://x",
                "temp-topic://x",
                "Q?consumer.retroactive=true",
                "Q?consumer.prefetchSize=1&x=2",
                "Q?consumer.prefetchSize",
                "?consumer.prefetchSize=1"
            })
    void shouldRefuseWhatIsNoQueue(String text) {
        assertThatThrownBy(() -> GivenName.queue(text))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining(text);
    }

    @Test
    void shouldRefuseAQueueAsTopicAndNothingAtAll() {
        assertThatThrownBy(() -> GivenName.topic("queue://x"))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("accepted=topic://NAME or NAME");
        assertThatThrownBy(() -> GivenName.queue(null)).isInstanceOf(InvalidDestinationException.class);
    }
}
