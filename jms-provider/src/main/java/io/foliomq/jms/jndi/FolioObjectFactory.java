package io.foliomq.jms.jndi;

import io.foliomq.jms.destination.FolioDestination;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/** Turns the references of connection factories and destinations back into them. */
public final class FolioObjectFactory implements ObjectFactory {
    private static final String URL_ADDRESS = "url";

    @Override
    public @Nullable Object getObjectInstance(
            @Nullable Object object,
            @Nullable Name name,
            @Nullable Context context,
            @Nullable Hashtable<?, ?> environment)
            throws NamingException {
        if (!(object instanceof Reference reference)) {
            return null;
        }
        String destination = content(reference, FolioDestination.REFERENCE_ADDRESS);
        if (destination != null) {
            return FolioDestination.parse(destination);
        }
        String url = content(reference, URL_ADDRESS);
        return url == null || !ConnectionFactories.isOne(reference.getClassName())
                ? null
                : ConnectionFactories.ofClass(reference.getClassName(), url);
    }

    private static @Nullable String content(Reference reference, String type) {
        RefAddr address = reference.get(type);
        return address == null || address.getContent() == null
                ? null
                : address.getContent().toString();
    }
}
