"""What whoever runs the server looks at: is it well, what does it do, what has happened."""
