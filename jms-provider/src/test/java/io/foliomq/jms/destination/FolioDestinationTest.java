package io.foliomq.jms.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.naming.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolioDestinationTest {
    private static final String NAME = "a/b ..\u00e9\uD83D\uDE00://x";

    @ParameterizedTest
    @Checklist(5)
    @EnumSource(DestinationKind.class)
    void shouldReadItsOwnTextualForm(DestinationKind kind) {
        FolioDestination destination = FolioDestination.of(kind, NAME);
        assertThat(destination).hasToString(kind.scheme() + "://" + NAME);
        assertThat(destination.kind()).isEqualTo(kind);
        assertThat(FolioDestination.parse(destination.toString()))
                .isEqualTo(destination)
                .hasSameClassAs(destination);
    }

    @Test
    @Checklist(5)
    void shouldBeEqualByKindAndName() {
        for (DestinationKind kind : DestinationKind.values()) {
            FolioDestination destination = FolioDestination.of(kind, "x");
            assertThat(destination)
                    .isEqualTo(FolioDestination.of(kind, "x"))
                    .hasSameHashCodeAs(FolioDestination.of(kind, "x"));
            assertThat(destination).isNotEqualTo(FolioDestination.of(kind, "X"));
            for (DestinationKind other : DestinationKind.values()) {
                if (other != kind) {
                    assertThat(destination).isNotEqualTo(FolioDestination.of(other, "x"));
                }
            }
        }
    }

    @Test
    @Checklist(5)
    void shouldTellItsName() throws JMSException {
        assertThat(((Queue) FolioDestination.of(DestinationKind.QUEUE, NAME)).getQueueName())
                .isEqualTo(NAME);
        assertThat(((Topic) FolioDestination.of(DestinationKind.TEMPORARY_TOPIC, NAME)).getTopicName())
                .isEqualTo(NAME);
        assertThat(DestinationKind.TEMPORARY_TOPIC.isTopic()).isTrue();
        assertThat(DestinationKind.TEMPORARY_QUEUE.isTemporary()).isTrue();
        assertThat(DestinationKind.QUEUE.isTopic() || DestinationKind.QUEUE.isTemporary())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "", "queue:orders", "queue://", "temp-topic://", "QUEUE://x", " queue://x", "jms://x"})
    void shouldNameTheTextThatIsNoDestination(String text) {
        assertThatThrownBy(() -> FolioDestination.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text=" + text)
                .hasMessageContaining("temp-queue://NAME");
    }

    @Test
    void shouldRefuseNoName() {
        assertThatThrownBy(() -> new FolioQueue("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FolioTopic(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null");
        assertThatThrownBy(() -> new FolioQueue().setQueueName("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Checklist(2)
    void shouldBeBeansThatAreNamedOnce() throws Exception {
        FolioQueue queue = new FolioQueue();
        assertThat(queue.getQueueName()).isNull();
        assertThatThrownBy(queue::name).isInstanceOf(java.lang.IllegalStateException.class);
        queue.setQueueName("orders");
        queue.setQueueName("orders");
        assertThat(queue).isEqualTo(new FolioQueue("orders")).hasSameHashCodeAs(new FolioQueue("orders"));
        assertThatThrownBy(() -> queue.setQueueName("other"))
                .isInstanceOf(java.lang.IllegalStateException.class)
                .hasMessageContaining("queue://orders");
        FolioTopic topic = new FolioTopic();
        topic.setTopicName("prices");
        assertThat(topic).isEqualTo(new FolioTopic("prices"));
        assertThat(Arrays.stream(Introspector.getBeanInfo(FolioQueue.class).getPropertyDescriptors())
                        .filter(property -> property.getWriteMethod() != null)
                        .map(PropertyDescriptor::getName))
                .contains("queueName");
    }

    @ParameterizedTest
    @Checklist(2)
    @EnumSource(DestinationKind.class)
    void shouldSurviveSerialization(DestinationKind kind) throws Exception {
        FolioDestination destination = FolioDestination.of(kind, NAME);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(destination);
        }
        try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(input.readObject()).isEqualTo(destination).hasSameClassAs(destination);
        }
    }

    @Test
    @Checklist(2)
    void shouldMakeAReferenceThatADirectoryCanKeep() {
        Reference reference = new FolioTopic("prices").getReference();
        assertThat(reference.getClassName()).isEqualTo(FolioTopic.class.getName());
        assertThat(reference.getFactoryClassName()).isEqualTo(FolioDestination.OBJECT_FACTORY);
        assertThat(reference.get(FolioDestination.REFERENCE_ADDRESS).getContent())
                .isEqualTo("topic://prices");
    }

    @Test
    @Checklist(119)
    void shouldLeaveDeletionToTheOwningConnection() throws JMSException {
        List<FolioDestination> deleted = new ArrayList<>();
        FolioTemporaryQueue queue = new FolioTemporaryQueue("q", deleted::add);
        FolioTemporaryTopic topic = new FolioTemporaryTopic("t", deleted::add);
        queue.delete();
        topic.delete();
        assertThat(deleted).containsExactly(queue, topic);
        assertThat(queue.owner()).isNotNull();
        assertThat(queue).isEqualTo(new FolioTemporaryQueue("q", null));
    }

    @Test
    @Checklist(119)
    void shouldNotDeleteWhatAnotherConnectionOwns() {
        assertThatThrownBy(() -> new FolioTemporaryQueue("q", null).delete())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("temp-queue://q");
        assertThatThrownBy(() -> new FolioTemporaryTopic("t", null).delete())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("temp-topic://t");
    }

    @Test
    @Checklist(57)
    void shouldTakeForeignDestinationsByKindAndName() throws JMSException {
        FolioQueue ours = new FolioQueue("q");
        assertThat(FolioDestination.from(ours)).isSameAs(ours);
        assertThat(FolioDestination.from((Queue) () -> "q")).isEqualTo(ours);
        assertThat(FolioDestination.from((Topic) () -> "t")).isEqualTo(new FolioTopic("t"));
        TemporaryTopic foreign = new TemporaryTopic() {
            @Override
            public String getTopicName() {
                return "tt";
            }

            @Override
            public void delete() {
                throw new AssertionError("not asked to");
            }
        };
        assertThat(FolioDestination.from(foreign)).isEqualTo(new FolioTemporaryTopic("tt", null));
    }

    @Test
    @Checklist(52)
    void shouldRefuseDestinationsOfNoKindOrName() {
        Destination neither = new Destination() {};
        assertThatThrownBy(() -> FolioDestination.from(neither))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining(neither.getClass().getName());
        assertThatThrownBy(() -> FolioDestination.from(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> FolioDestination.from((Queue) () -> null))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> FolioDestination.from((Topic) () -> ""))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> FolioDestination.from(new FolioQueue()))
                .isInstanceOf(InvalidDestinationException.class);
    }
}
