// A page that shows nothing looks again now and then.
setTimeout(() => location.reload(), 2000);
