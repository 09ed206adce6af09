package io.foliomq.jms.jndi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NameParser;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import org.jspecify.annotations.Nullable;

/** A context that was filled when it was made; names may contain slashes, and there are no contexts below. Thread-safe. */
@SuppressWarnings("BanJNDI") // This is the directory, not a client of one: what it hands out was made here.
final class BoundObjects implements Context {
    private static final String DYNAMIC_QUEUES = "dynamicQueues/";
    private static final String DYNAMIC_TOPICS = "dynamicTopics/";

    private final Map<String, Object> bound;
    private final Hashtable<Object, Object> environment = new Hashtable<>();

    BoundObjects(Map<String, Object> bound, @Nullable Hashtable<?, ?> environment) {
        this.bound = Collections.unmodifiableMap(new TreeMap<>(bound));
        if (environment != null) {
            this.environment.putAll(environment);
        }
    }

    @Override
    public Object lookup(Name name) throws NamingException {
        return lookup(name.toString());
    }

    @Override
    public Object lookup(String name) throws NamingException {
        if (name.isEmpty()) {
            return new BoundObjects(bound, environment);
        }
        Object found = bound.get(name);
        if (found != null) {
            return found;
        }
        if (isBelow(DYNAMIC_QUEUES, name)) {
            return GivenDestinations.queue(name.substring(DYNAMIC_QUEUES.length()));
        }
        if (isBelow(DYNAMIC_TOPICS, name)) {
            return GivenDestinations.topic(name.substring(DYNAMIC_TOPICS.length()));
        }
        throw new NameNotFoundException("name=" + name + ", accepted=" + String.join(" ", bound.keySet()) + " "
                + DYNAMIC_QUEUES + "NAME " + DYNAMIC_TOPICS + "NAME");
    }

    private static boolean isBelow(String prefix, String name) {
        return name.startsWith(prefix) && name.length() > prefix.length();
    }

    @Override
    public Object lookupLink(Name name) throws NamingException {
        return lookup(name);
    }

    @Override
    public Object lookupLink(String name) throws NamingException {
        return lookup(name);
    }

    @Override
    public NamingEnumeration<NameClassPair> list(Name name) throws NamingException {
        return list(name.toString());
    }

    @Override
    public NamingEnumeration<NameClassPair> list(String name) throws NamingException {
        requireRoot(name);
        List<NameClassPair> pairs = new ArrayList<>();
        bound.forEach((key, value) ->
                pairs.add(new NameClassPair(key, value.getClass().getName())));
        return new Listing<>(pairs.iterator());
    }

    @Override
    public NamingEnumeration<Binding> listBindings(Name name) throws NamingException {
        return listBindings(name.toString());
    }

    @Override
    public NamingEnumeration<Binding> listBindings(String name) throws NamingException {
        requireRoot(name);
        List<Binding> bindings = new ArrayList<>();
        bound.forEach((key, value) -> bindings.add(new Binding(key, value)));
        return new Listing<>(bindings.iterator());
    }

    private static void requireRoot(String name) throws NamingException {
        if (!name.isEmpty()) {
            throw new NameNotFoundException("no context below: name=" + name + ", accepted=\"\"");
        }
    }

    private record Listing<T>(Iterator<T> rest) implements NamingEnumeration<T> {
        @Override
        public T next() {
            return rest.next();
        }

        @Override
        public boolean hasMore() {
            return rest.hasNext();
        }

        @Override
        public boolean hasMoreElements() {
            return rest.hasNext();
        }

        @Override
        public T nextElement() {
            return rest.next();
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    @Override
    public NameParser getNameParser(Name name) {
        return CompositeName::new;
    }

    @Override
    public NameParser getNameParser(String name) {
        return CompositeName::new;
    }

    @Override
    public Name composeName(Name name, Name prefix) throws NamingException {
        return ((Name) prefix.clone()).addAll(name);
    }

    @Override
    public String composeName(String name, String prefix) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    @Override
    public @Nullable Object addToEnvironment(String key, Object value) {
        return environment.put(key, value);
    }

    @Override
    public @Nullable Object removeFromEnvironment(String key) {
        return environment.remove(key);
    }

    @Override
    public Hashtable<?, ?> getEnvironment() {
        return new Hashtable<>(environment);
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    @Override
    public String getNameInNamespace() {
        return "";
    }

    // ---- what would change it

    private static OperationNotSupportedException readOnly() {
        return new OperationNotSupportedException(
                "names come from the properties of the initial context: accepted=lookup, list");
    }

    @Override
    public void bind(Name name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void bind(String name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(Name name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(String name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(Name oldName, Name newName) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(String oldName, String newName) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(String name) throws NamingException {
        throw readOnly();
    }
}
