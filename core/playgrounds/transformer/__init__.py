"""A small GPT learns sequences beside RNN, GRU and LSTM, and is taken apart."""
